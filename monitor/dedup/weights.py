"""What each piece of evidence adds to the log odds that two reports tell one event."""

# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories: docs/stories.md.
WEIGHTS = {
    "title_in_text_less": 4.24,
    "title_in_text_more": 0.83,
    "text_in_text": 3.06,
    "figures_agree": 0.01,
    "figures_differ": -4.64,
    "figures_in_text": 1.31,
    "days_differ": -7.73,
    "latin_names": 0.54,
    "versions_differ": -3.24,
    "both_say_more": -1.28,
    "names_differ": -2.31,
    "actions_agree": 0.64,
    "actions_differ": -0.05,
    "one_analyses": -1.28,
    "one_cancels": -0.80,
    "one_before": -2.32,
    "one_is_brief": -0.89,
    "same_outlet": -3.80,
    "days": -0.80,
}
BIAS = -4.03
