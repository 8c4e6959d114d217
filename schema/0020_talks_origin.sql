-- Where an item was read: the text of intake and the number of the proposal in it.

-- null: entered by hand
-- label: PROT
ALTER TABLE talks_item ADD COLUMN text_id INTEGER;
-- the proposal in that text
-- label: PROT
ALTER TABLE talks_item ADD COLUMN text_seq_n INTEGER;
