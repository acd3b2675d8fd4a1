// Who stands in whose way in the database: to stop a process in the middle of its work.
#pragma once

#include "platform/db/database.hpp"

namespace kontor::test {

// Whether somebody in this database waits for a transaction to end.
inline bool is_waited_for(platform::Tx& tx) {
    return *tx.one<bool>(
        "select exists (select from pg_locks waiting join pg_locks other using (pid)"
        " where waiting.locktype = 'transactionid' and not waiting.granted and other.database ="
        " (select oid from pg_database where datname = current_database()))");
}

}  // namespace kontor::test
