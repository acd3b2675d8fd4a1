-- Every decision; the newest of a customer and purpose is in force. Ids rise with time.
create table customers.consent (
    id           uuid        primary key,
    customer     uuid        not null,
    purpose      text        not null check (purpose in
        ('marketing_email', 'marketing_sms', 'marketing_push', 'terms')),
    granted      boolean     not null,
    text_version text        check (text_version is not null or not granted),
    source       text,
    actor        text        not null,
    address      text        not null,
    user_agent   text        not null,
    at           timestamptz not null
);
create index consent_of_customer on customers.consent (customer, purpose, id desc);
revoke update on customers.consent from kontor_customers;
