"""Aims, actions and progress measures."""
