"""The mutation score: how many slips in the shipped data validation notices."""
