WITH decided AS (SELECT * FROM finding WHERE directness = 'directness-direct')
SELECT
	claim.iri AS claim, claim.statement AS claimLabel,
	decided.iri AS finding, decided.summary AS findingLabel,
	study.iri AS study, study.label AS studyLabel
FROM claim
JOIN decided ON array_contains(decided.contradicts, claim.id)
JOIN study ON study.id = decided.study
WHERE NOT EXISTS (SELECT 1 FROM decided AS other WHERE array_contains(other.supports, claim.id))
ORDER BY claim, finding
