-- What a SQLite export has joined for its readers; a view over tables that are not there is left out.

-- Claims with the labels of what they join, how firmly they are put, and what studies make of them.
CREATE VIEW claims_with_labels AS
SELECT
	claim.id,
	claim.statement,
	subject.label AS subject,
	predicate.label AS predicate,
	object.label AS object,
	modality.label AS modality,
	verdict.label AS verdict,
	claim.passage
FROM claim
LEFT JOIN edges ON edges.claim = claim.id
LEFT JOIN things AS subject ON subject.id = claim.subject
LEFT JOIN things AS predicate ON predicate.id = claim.predicate
LEFT JOIN things AS object ON object.id = claim.object
LEFT JOIN things AS modality ON modality.id = claim.modality
LEFT JOIN things AS verdict ON verdict.id = edges.verdict
ORDER BY claim.id;

-- Each finding on each claim that it supports, qualifies or contradicts, with its study.
CREATE VIEW evidence_on_claims AS
WITH bearing(finding, bears, claim) AS (
	SELECT finding, 'supports', supports FROM finding_supports
	UNION ALL SELECT finding, 'qualifies', qualifies FROM finding_qualifies
	UNION ALL SELECT finding, 'contradicts', contradicts FROM finding_contradicts
)
SELECT
	bearing.claim,
	things.label AS statement,
	bearing.bears,
	directness.label AS directness,
	finding.id AS finding,
	finding.summary,
	study.id AS study,
	study.label AS study_label,
	study.year,
	study.doi
FROM bearing
JOIN finding ON finding.id = bearing.finding
LEFT JOIN things ON things.id = bearing.claim
LEFT JOIN things AS directness ON directness.id = finding.directness
LEFT JOIN study ON study.id = finding.study
ORDER BY bearing.claim, bearing.bears, finding.id;

-- Questions with their answers.
CREATE VIEW questions_with_answers AS
SELECT question.id, question.label AS question, type.label AS type, answer.text AS answer
FROM question
JOIN answer ON answer.id = question.accepted_answer
LEFT JOIN things AS type ON type.id = answer.answer_type
ORDER BY question.id;
