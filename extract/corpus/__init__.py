"""Corpus: the records of many documents joined to claims, one for each event, with everything that was said of it.

    mentions  the records of one or more runs, laid out for comparison
    sums      two amounts of money held against each other
    values    two values of one field held against each other
    compare   two mentions held against each other, field by field
    block     which pairs are worth comparing
    link      joining, so that no two mentions of a claim are known to be of two events
    decisions what a person has decided, which comes before all rules
    fields    the values of a claim's fields, with counts and conflicts; nothing is averaged
    count     whether a claim may be added up with others
    claims    all of it: runs in, claims out
    schema    the JSON Schema of a claim as it leaves

How fields are compared comes from the schema's types, which fields matter from its `same_event`: no kind is named here.
"""
