#include "storefront/module.hpp"
