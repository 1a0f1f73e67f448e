-- What a plan comes from besides the policies in force.
create table plan_origins (
    plan   text primary key references plans on delete cascade,
    policy text,
    picked text not null
);
