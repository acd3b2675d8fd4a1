#include "impersonation/impersonation_store.hpp"

namespace kontor::auth::store {

// Without the address it is used from, which is not one where the customer signs in.
void insert_acting_session(platform::Tx& tx, const ActingSession& session) {
    tx.run(
        "insert into auth.session (id, account, impersonator, impersonators_session, created_at,"
        " expires_at) values ($1, $2, $3, $4, $5, $6)",
        session.id, session.account, session.impersonator, session.impersonators_session,
        session.created_at, session.expires_at);
}

}  // namespace kontor::auth::store
