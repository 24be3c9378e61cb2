"""What every domain stands on and no domain owns: days, periods, texts, errors and the store."""
