"""Case sets that come with the package; read them through :func:`gaiatsu.cases.load`."""
