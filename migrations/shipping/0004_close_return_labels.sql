-- Hashes of the tokens that open a label: none once its return is over.
create table shipping.return_label_key (
    token_hash text primary key,
    return_id  uuid not null references shipping.return_label
);
create index key_of_return_label on shipping.return_label_key (return_id);
insert into shipping.return_label_key (token_hash, return_id)
    select encode(sha256(convert_to(token, 'UTF8')), 'hex'), return_id from shipping.return_label;
alter table shipping.return_label drop column token;
