DROP STREAM nothing;
