#pragma once

#include "notifications/module.hpp"
#include "platform/http/cursor.hpp"

namespace kontor::notifications {

void add_message_routes(platform::http::Router& router, Notifications& notifications,
                        const platform::http::Cursors& cursors);
void add_template_routes(platform::http::Router& router, MessageTemplates& templates);
void add_customer_routes(platform::http::Router& router, Correspondence& correspondence,
                         auth::Auth& auth, const std::string& shop_name);

}  // namespace kontor::notifications
