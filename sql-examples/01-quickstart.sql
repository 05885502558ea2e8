-- Words with their meanings as vectors: nearest neighbours with plain SQL.
-- Run it with: bin/vectra sql-examples/01-quickstart.sql
-- A second run finds the data of the first one and prints the same answers.

.database ../target/quickstart-db

CREATE TABLE IF NOT EXISTS words (
  id INTEGER PRIMARY KEY,
  synset VARCHAR(20) NOT NULL,
  lexname VARCHAR(20) NOT NULL,
  lemma VARCHAR(100) NOT NULL,
  bucket INTEGER,
  text VARCHAR NOT NULL,
  embedding VECTOR(384));

CREATE TABLE IF NOT EXISTS lexnames (lexname VARCHAR(20) PRIMARY KEY, description VARCHAR(100));

.import data/words.tsv words --vectors data/words.f16 --into embedding --if-empty
.import data/lexnames.tsv lexnames --if-empty

CREATE VECTOR INDEX IF NOT EXISTS words_nn ON words (embedding) WITH (metric = 'cosine');

-- More candidates than the default of 200: nearly every answer is the exact one.
SET ef_search = 400;

.print The words nearest to espresso; its vector comes from a sub-query.
SELECT lemma, lexname, ROUND(d, 4) AS distance
FROM (SELECT lemma, lexname,
             VECTOR_DISTANCE(embedding, (SELECT embedding FROM words WHERE id = 5643), COSINE) AS d
      FROM words ORDER BY d LIMIT 6);

.print The same among animals alone.
SELECT lemma, lexname, ROUND(d, 4) AS distance
FROM (SELECT lemma, lexname,
             VECTOR_DISTANCE(embedding, (SELECT embedding FROM words WHERE id = 5643), COSINE) AS d
      FROM words WHERE lexname = 'noun.animal' ORDER BY d LIMIT 4);

.print The neighbours of joy as a table function, joined to another table.
SELECT t.lemma, l.description, ROUND(t.distance, 4) AS distance
FROM TABLE(KNN('WORDS', 'EMBEDDING', (SELECT embedding FROM words WHERE id = 3992), 5)) AS t
JOIN lexnames l ON l.lexname = t.lexname
ORDER BY t.distance;

.print What kinds of things the 100 neighbours of apple are.
SELECT lexname, COUNT(*) AS neighbours, ROUND(MIN(distance), 4) AS nearest
FROM TABLE(KNN('WORDS', 'EMBEDDING', (SELECT embedding FROM words WHERE id = 4314), 100))
GROUP BY lexname ORDER BY neighbours DESC, lexname;

.print Update, delete, and a transaction that is rolled back.
BEGIN;
UPDATE words SET bucket = bucket + 100 WHERE lexname = 'noun.shape';
DELETE FROM words WHERE lexname = 'noun.feeling';
SELECT COUNT(*) AS words, MAX(bucket) AS max_bucket FROM words;
ROLLBACK;
SELECT COUNT(*) AS words, MAX(bucket) AS max_bucket FROM words;

INSERT INTO words (id, synset, lexname, lemma, text) VALUES (-1, 'x', 'noun.food', 'draft', 'to be deleted');
UPDATE words SET lemma = 'changed' WHERE id = -1;
SELECT id, lemma, embedding FROM words WHERE id < 1 ORDER BY id;
DELETE FROM words WHERE id = -1;
