"""Episodes as documents: records, schema, patches, catalog."""
