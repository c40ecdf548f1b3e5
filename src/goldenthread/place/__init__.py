"""Councils, wards, neighbourhoods, small areas and postcodes."""
