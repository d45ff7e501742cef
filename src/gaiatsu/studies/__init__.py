"""One function a question: replicate, power, falsify, check."""
