"""What each piece of evidence adds to the log odds that two reports tell one event."""

# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories (figures: docs/stories.md).
WEIGHTS = {
    "title_in_text_less": 3.35,
    "title_in_text_more": 2.49,
    "text_in_text": 1.72,
    "figures_agree": 1.82,
    "figures_differ": -4.30,
    "days_differ": -5.67,
    "latin_names": 1.31,
    "versions_differ": -3.48,
    "names_differ": -2.56,
    "actions_agree": 1.68,
    "actions_differ": -0.77,
    "one_analyses": -1.95,
    "one_cancels": -1.19,
    "one_before": -2.19,
    "days": -0.52,
}
BIAS = -5.28
