"""What each piece of evidence adds to the log odds that two reports tell one event."""

# Fitted by `python -m bench.stories_fit --write` on the labelled pairs and stories: docs/stories.md.
WEIGHTS = {
    "title_in_text_less": 4.15,
    "title_in_text_more": 0.74,
    "text_in_text": 3.08,
    "figures_agree": 0.04,
    "figures_differ": -4.72,
    "figures_in_text": 1.27,
    "days_differ": -7.65,
    "latin_names": 0.60,
    "versions_differ": -3.30,
    "both_say_more": -1.27,
    "names_differ": -1.36,
    "actions_agree": 0.65,
    "actions_differ": -0.07,
    "one_analyses": -1.27,
    "one_cancels": -0.80,
    "one_before": -2.44,
    "one_is_brief": -0.91,
    "same_outlet": -3.78,
    "days": -0.80,
}
BIAS = -3.92
