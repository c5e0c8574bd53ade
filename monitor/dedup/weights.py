"""What each piece of evidence adds to the log odds that two reports tell one event."""

# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories: docs/stories.md.
WEIGHTS = {
    "title_in_text_less": 4.19,
    "title_in_text_more": 0.80,
    "text_in_text": 3.06,
    "figures_agree": 0.05,
    "figures_differ": -4.73,
    "figures_in_text": 1.25,
    "days_differ": -7.67,
    "latin_names": 0.61,
    "versions_differ": -3.27,
    "both_say_more": -1.29,
    "names_differ": -1.35,
    "actions_agree": 0.66,
    "actions_differ": -0.06,
    "one_analyses": -1.26,
    "one_cancels": -0.81,
    "one_before": -2.45,
    "one_is_brief": -0.89,
    "same_outlet": -3.79,
    "days": -0.80,
}
BIAS = -3.98
