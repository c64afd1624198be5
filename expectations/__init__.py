"""The Council's business rules as Great Expectations suites, and the code that runs them."""
