"""Reads every record of a release by its Croissant file, with mlcroissant."""

import csv
import sys
from pathlib import Path

import mlcroissant

release = Path(sys.argv[1])
dataset = mlcroissant.Dataset(release / "croissant.json")
read = {
    records.name: sum(1 for _ in dataset.records(records.name))
    for records in dataset.metadata.record_sets
}
with (release / "csv" / "things.csv").open(encoding="utf-8", newline="") as file:
    things = sum(1 for _ in csv.DictReader(file))
print(f"{sum(read.values())} records of {len(read)} sheets read, {read['things']} things")
sys.exit(not read or not all(read.values()) or read["things"] != things)
