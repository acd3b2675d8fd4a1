create index product_by_picture on catalog.product
    using gin (jsonb_path_query_array(images, '$[*].media_id'))
    where images @? '$[*].media_id';
