// The pages of GET /docs: they read /openapi.json in the browser and nothing from anywhere else.
#pragma once

namespace kontor::platform::http {

extern const char* const docs_html;
extern const char* const docs_script;
extern const char* const docs_style;

}  // namespace kontor::platform::http
