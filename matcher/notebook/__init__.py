"""The analyst's bench: rankings of DataFrames, shown, explained and weighed anew in notebooks."""
