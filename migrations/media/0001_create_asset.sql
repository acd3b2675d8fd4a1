-- Pictures that were accepted. What they consist of lies in the storage, under keys made from
-- sha256, the hash of the file as it came. renditions: [{format, width, height, bytes}].
create table media.asset (
    id         uuid        primary key,
    sha256     text        not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes      bigint      not null check (bytes > 0),
    format     text        not null check (format in ('jpeg', 'png', 'webp')),
    width      bigint      not null check (width > 0),
    height     bigint      not null check (height > 0),
    alt        text        not null default '',
    renditions jsonb       not null,
    created_at timestamptz not null
);

-- What may lie in the storage without an asset: written down before anything is put there, and taken
-- out by the transaction that makes the asset. Condemned: being removed, nobody may count on it.
create table media.leftover (
    sha256    text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    objects   text[]      not null,
    condemned boolean     not null default false,
    since     timestamptz not null
);

-- Files that somebody was allowed to put into the storage himself. asset: what became of it.
create table media.upload (
    id         uuid        primary key,
    bytes      bigint      not null check (bytes > 0),
    asset      uuid,
    expires_at timestamptz not null
);
create index upload_by_expiry on media.upload (expires_at);
