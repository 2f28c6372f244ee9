/* ---
description: >-
  Every record of every source of places accounted for: read, and then kept, merged into another record of the
  same place, dropped by cleaning or not placed, with the reason and how many. Two records are of one place
  where they are within 50 m and alike in name.
grain: one row a source, kind, stage and reason
key: [source, kind, stage, reason]
rows: core.places_report
columns:
  source:
  kind: {meaning: "Kind of place; all for what is read, none where no kind was told", values: null}
  stage: {type: string, meaning: What became of the records, values: [read, dropped, not_placed, merged, kept]}
  reason: {type: string, meaning: Why}
  places: {type: int, meaning: Records, unit: records, min: 1, nullable: false}
extra: {about: {places: {direction: none}}}
--- */
SELECT source, kind, stage, reason, places FROM core.places_report
