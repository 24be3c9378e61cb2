"""Finding records by the words in them, in Finnish and Swedish word forms."""
