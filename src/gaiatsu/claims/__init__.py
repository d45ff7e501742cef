"""What the article says: claims with locators, directions and rivals; citations."""
