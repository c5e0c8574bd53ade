"""What each piece of evidence adds to the log odds that two reports tell one event."""

# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories: docs/stories.md.
WEIGHTS = {
    "title_in_text_less": 3.32,
    "title_in_text_more": 2.49,
    "text_in_text": 1.70,
    "figures_agree": 1.92,
    "figures_differ": -4.08,
    "days_differ": -5.62,
    "latin_names": 1.31,
    "versions_differ": -3.45,
    "names_differ": -2.55,
    "actions_agree": 1.65,
    "actions_differ": -0.77,
    "one_analyses": -1.93,
    "one_cancels": -1.18,
    "one_before": -2.17,
    "days": -0.52,
}
BIAS = -5.28
