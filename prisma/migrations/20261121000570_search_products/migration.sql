-- Search of the marketplace. Until now each product's whole text was compared with what was typed, which took seconds with 20,000 of them.
-- Now products are found by their words through an index, and only a word that no product has is compared: with the catalogue's words,
-- which are few. licenza_find_products, product.search_text and its index are kept for servers that are still of the version before.

-- The words of a text, each once, in small letters without accents: what is compared never depends on how it was typed.
CREATE FUNCTION licenza_words(said text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT word FROM regexp_split_to_table(regexp_replace(normalize(lower(said), NFKD), '[\u0300-\u036f]', '', 'g'), '[\s[:punct:]’‘“”«»…·–—]+')
    WITH ORDINALITY AS w (word, place) WHERE word <> '' GROUP BY word ORDER BY min(place)
$$;

-- Every word that a product has; what is misspelt is likened to these.
CREATE TABLE product_word (word text PRIMARY KEY);
CREATE INDEX product_word_prefix ON product_word (word text_pattern_ops);
CREATE INDEX product_word_likeness ON product_word USING gin (word gin_trgm_ops);

-- A product's words, those of its names marked as A.
ALTER TABLE product ADD COLUMN search_words tsvector;
CREATE FUNCTION licenza_product_vector(wanted uuid) RETURNS tsvector LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT string_agg(format('''%s'':1%s', word, mark), ' ')::tsvector FROM (
    SELECT word, max(mark) AS mark FROM (
      SELECT licenza_words(concat_ws(' ', p.name_en, p.name_it, p.code)) AS word, 'A' AS mark FROM product p WHERE p.id = wanted
      UNION ALL SELECT licenza_words(p.search_text), '' FROM product p WHERE p.id = wanted) marked
    GROUP BY word) words
$$;
CREATE FUNCTION licenza_index_product_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  had text[] := CASE WHEN TG_OP <> 'INSERT' THEN tsvector_to_array(OLD.search_words) END;
  has text[];
BEGIN
  IF TG_OP <> 'DELETE' THEN
    UPDATE product SET search_words = licenza_product_vector(NEW.id) WHERE id = NEW.id;
    -- Read again: by then the update has had the plans' words written too, and this has run for them.
    has := (SELECT tsvector_to_array(search_words) FROM product WHERE id = NEW.id);
    INSERT INTO product_word SELECT word FROM unnest(has) AS word ORDER BY word ON CONFLICT DO NOTHING;
  END IF;
  DELETE FROM product_word w USING unnest(had) AS gone WHERE w.word = gone AND gone <> ALL (coalesce(has, '{}'))
    AND NOT EXISTS (SELECT FROM product p WHERE p.search_words @@ format('''%s''', gone)::tsquery);
  RETURN NULL;
END $$;
-- search_text holds the words of the plans too, and is written whenever one of them changes.
CREATE TRIGGER product_search_words AFTER INSERT OR DELETE OR UPDATE OF search_text, name_en, name_it, code ON product
  FOR EACH ROW EXECUTE FUNCTION licenza_index_product_words();

UPDATE product SET search_words = licenza_product_vector(id);
INSERT INTO product_word SELECT DISTINCT unnest(tsvector_to_array(search_words)) FROM product;
CREATE INDEX product_search_words ON product USING gin (search_words);
-- Pages of a category by name; those of all products have product_name_en.
CREATE INDEX product_category_name_en ON product (category, lower(name_en), id);

-- What a typed word stands for: itself and what begins with it; where no product has such a word, the words that hold it or are likest
-- to it. A number isn't misspelt. NULL where there is nothing like it. The threshold lets a short word with two letters swapped through.
CREATE FUNCTION licenza_meant_words(typed text, mark text) RETURNS tsquery
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.25 AS $$
DECLARE
  meant text;
BEGIN
  IF starts_with((SELECT word FROM product_word WHERE word ~>=~ typed ORDER BY word USING ~<~ LIMIT 1), typed) THEN
    RETURN format('''%s'':*%s', typed, mark)::tsquery;
  END IF;
  IF typed ~ '^\d+$' THEN RETURN NULL; END IF;
  SELECT string_agg(format('''%s'':%s', word, mark), '|') INTO meant FROM (
    SELECT word, likeness, max(likeness) OVER () AS likest
      FROM (SELECT word, greatest(similarity(word, typed), CASE WHEN strpos(word, typed) > 0 THEN 0.5 END) AS likeness FROM product_word
             WHERE word % typed OR (length(typed) >= 3 AND word LIKE '%' || typed || '%')) AS alike
     ORDER BY likeness DESC, word LIMIT 12) AS best
   WHERE likeness >= likest - 0.1;
  RETURN meant::tsquery;
END $$;

-- Whether a product can be bought now.
CREATE FUNCTION licenza_is_sold(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE COST 1000 SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM plan pl JOIN offer o ON o.plan_id = pl.id
                  WHERE pl.product_id = wanted AND pl.active AND o.valid_from <= now() AND (o.valid_until IS NULL OR o.valid_until > now()));
END $$;

-- Products by what was typed, so many after a place of the order: first those whose names have every word as it was typed, then those whose
-- names have what is meant, then those that have it anywhere. Only where no product has every word, those with most of them.
-- Whether a product is sold is asked last, of as many as a page takes.
CREATE FUNCTION licenza_search_products(typed text, kind text, after_rank integer, after_name text, after_id uuid, most integer)
RETURNS TABLE (id uuid, rank integer, name_key text) LANGUAGE plpgsql STABLE ROWS 25 SET search_path = public, pg_temp AS $$
DECLARE
  words text[] := ARRAY(SELECT licenza_words(typed) LIMIT 6);
  parts tsquery[] := ARRAY(SELECT licenza_meant_words(word, '') FROM unnest(words) AS word);
  named tsquery[] := ARRAY(SELECT licenza_meant_words(word, 'A') FROM unnest(words) AS word);
  whole tsquery := (SELECT string_agg(format('''%s'':A', word), '&')::tsquery FROM unnest(words) AS word);
  in_names tsquery := (SELECT string_agg('(' || part::text || ')', '&')::tsquery FROM unnest(named) AS part);
  wanted tsquery := (SELECT string_agg('(' || part::text || ')', '&')::tsquery FROM unnest(parts) AS part);
  every boolean := array_position(parts, NULL) IS NULL;
BEGIN
  IF wanted IS NULL THEN RETURN; END IF;
  IF every THEN
    every := EXISTS (SELECT FROM product p WHERE p.active AND p.search_words @@ wanted AND (kind IS NULL OR p.category = kind) AND licenza_is_sold(p.id));
  END IF;
  IF NOT every THEN
    wanted := (SELECT string_agg('(' || part::text || ')', '|')::tsquery FROM unnest(parts) AS part);
  END IF;
  RETURN QUERY
    SELECT found.id, found.rank, found.name_key FROM (
      SELECT * FROM (
        SELECT p.id, lower(p.name_en) AS name_key,
               CASE WHEN NOT every THEN 2 + cardinality(parts) - (SELECT count(*)::int FROM unnest(parts) AS part WHERE p.search_words @@ part)
                    WHEN p.search_words @@ whole THEN 0 WHEN p.search_words @@ in_names THEN 1 ELSE 2 END AS rank
          FROM product p WHERE p.active AND p.search_words @@ wanted AND (kind IS NULL OR p.category = kind)) AS matching
       WHERE after_id IS NULL OR (matching.rank, matching.name_key, matching.id) > (after_rank, after_name, after_id)
       ORDER BY matching.rank, matching.name_key, matching.id OFFSET 0) AS found
     WHERE licenza_is_sold(found.id)
     ORDER BY found.rank, found.name_key, found.id LIMIT most;
END $$;
