-- PostgreSQL reads the text of every CHECK of a table again for each statement that writes to it, and sessions are what is
-- written most. What these two looked at comes from columns that are checked themselves, or is made by the server.
alter table sessions
    drop constraint sessions_organization_role_check,
    drop constraint sessions_dpop_jkt_check;
