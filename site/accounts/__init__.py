"""Who works on the site: how they come in, with what second factor, and where they still are."""
