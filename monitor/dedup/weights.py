"""What each piece of evidence adds to the log odds that two reports tell one event."""

# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories: docs/stories.md.
WEIGHTS = {
    "title_in_text_less": 3.58,
    "title_in_text_more": 2.04,
    "text_in_text": 2.96,
    "figures_agree": 0.17,
    "figures_differ": -4.26,
    "figures_in_text": 1.67,
    "days_differ": -7.29,
    "latin_names": 0.44,
    "versions_differ": -2.91,
    "both_say_more": -1.21,
    "names_differ": -2.39,
    "actions_agree": 0.81,
    "actions_differ": -0.55,
    "one_analyses": -1.43,
    "one_cancels": -1.51,
    "one_before": -2.51,
    "one_is_brief": -0.99,
    "same_outlet": -3.34,
    "days": -0.83,
}
BIAS = -4.86
