// Sends the kept form on without another click.
"use strict";
document.getElementById("go-on").submit();
