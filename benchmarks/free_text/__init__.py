"""Makes the free-text tagger: word lists and templates in, ``phiguard/detection/ner/data`` out."""
