SELECT
	muscle.iri AS muscle, object_label AS muscleLabel,
	exercise.iri AS exercise, subject_label AS exerciseLabel,
	does.iri AS does, predicate_label AS doesLabel,
	claimed.iri AS claim
FROM edges
JOIN things AS muscle ON muscle.id = edges.object
JOIN things AS exercise ON exercise.id = edges.subject
JOIN things AS does ON does.id = edges.predicate
JOIN things AS claimed ON claimed.id = edges.claim
WHERE predicate IN ('engages', 'engagesDifferently', 'strengthens')
ORDER BY muscleLabel, does, exercise, claim
