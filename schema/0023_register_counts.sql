-- What the list of missions counts, all of it, and where the heads are found among many posts.
CREATE INDEX mission_post_counts ON mission_post (mission_id, frozen_since_on) WHERE abolished_on IS NULL;
CREATE INDEX mission_appointment_serving ON mission_appointment (mission_id) WHERE to_on IS NULL;
CREATE INDEX mission_post_heads ON mission_post (mission_id) WHERE category = 'head';
