SELECT
	study.iri AS study, study.label AS studyLabel, study.year,
	design.iri AS design, design.label AS designLabel,
	study.sample_size AS n,
	depth.iri AS depth, depth.label AS depthLabel,
	study.doi, study.pmid,
	duplicate.iri AS duplicateOf,
	count(finding.id) AS findings
FROM study
JOIN things AS design ON design.id = study.design
JOIN things AS depth ON depth.id = study.reading_depth
LEFT JOIN things AS duplicate ON duplicate.id = study.duplicate_of
LEFT JOIN finding ON finding.study = study.id
GROUP BY ALL
ORDER BY study
