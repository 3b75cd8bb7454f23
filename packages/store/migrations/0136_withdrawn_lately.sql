-- Who refused lately: what was planned before they spoke is stopped after it was written.
create index consent_withdrawn on consent (recorded_at) where state = 'withdrawn';
