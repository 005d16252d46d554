<?php
$response = $client->chat()->create(['model' => 'gpt-4o-mini', 'messages' => []]);
