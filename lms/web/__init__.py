"""What every page shares: form base, guards, error pages, language, headers, paging, static files, health."""
