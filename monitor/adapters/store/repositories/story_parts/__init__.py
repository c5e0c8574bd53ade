"""The parts of the repository of stories: rows, candidates, regrouping."""
