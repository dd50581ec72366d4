"""The recruiter's page and its REST interface over one workspace; the extra ``web``."""
