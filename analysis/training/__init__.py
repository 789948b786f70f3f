"""Making the models that ship: corpora, splits, recipes, training, calibration, export."""
