"""What charts are made of: the page, colours, labels, bars, heat maps; knows no subject."""
