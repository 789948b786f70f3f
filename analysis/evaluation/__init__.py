"""Measuring: metrics with intervals, agreement, calibration, slices, comparison, fairness."""
