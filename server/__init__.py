"""The domain of Yhdyspinta: what is recorded, what the law asks, and who may do what."""
